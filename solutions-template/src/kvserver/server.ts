/**
 * Lab 2: your key/value server. The handout is labs/kvserver/README.md.
 *
 * The names, parameters and results of the methods below are what the tests call. Everything else
 * is yours: add fields, private methods and files beside this one as you see fit. An underscore
 * before a name says that nothing uses it yet; take it away when you do.
 */
import type { GetArgs, GetReply, KvServer, PutArgs, PutReply } from 'splitbrain/kvserver';

/** One server, which never crashes in this lab. Clerks reach its handlers over the network. */
export default class MyServer implements KvServer {
  // Your fields here (2A): for each key its value and its version. Nothing about clients is needed.

  /** The key's value and version; `ErrNoKey` when it does not exist. */
  get(_args: GetArgs): GetReply {
    throw new Error('not implemented: get of the server (labs/kvserver/README.md, Part 2A)');
  }

  /**
   * Writes the value if the key's version is that of the request, which then grows by one; a key
   * that does not exist has version 0. `ErrVersion` when the key has another version, `ErrNoKey`
   * when it does not exist and the request's version is not 0. May come late or twice.
   */
  put(_args: PutArgs): PutReply {
    throw new Error('not implemented: put of the server (labs/kvserver/README.md, Part 2A)');
  }
}
