/** What a clerk adds to a put, so that the servers carry it out once however often it arrives. */
import type { GetArgs, GetReply, PutArgs, PutReply } from 'splitbrain/kvraft';

export interface Session {
  readonly clerk: string;
  readonly serial: number;
}

export interface SessionRpc {
  get(args: GetArgs): GetReply;
  put(args: PutArgs & Session): PutReply;
}
