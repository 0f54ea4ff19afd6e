import { UsageError } from '../run/select.ts';

/** Where a Redis is and how one gets in. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  /** Whether the connection is encrypted. */
  readonly isSecret: boolean;
}

const PORT = 6_379;
const FORM = 'redis://host:port/db, such as redis://10.0.0.5:6379/0, or rediss:// for TLS';

/** Keeps a password out of the list of processes, where a URL with one would show it. */
export const PASSWORD_VARIABLE = 'SPLITBRAIN_QUEUE_PASSWORD';

/** Reads what follows `--queue`. Throws `UsageError` that repeats no password. */
export function readAddress(
  text: string,
  passwordElsewhere: string | undefined = process.env[PASSWORD_VARIABLE],
): Address {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') {
    throw new UsageError(`--queue takes ${FORM}; got '${withoutPassword(text)}'`);
  }
  const database = /^\/?(\d*)\/?$/.exec(url.pathname)?.[1];
  if (database === undefined || url.search !== '' || url.hash !== '') {
    const rest = `${url.pathname}${url.search}${url.hash}`;
    throw new UsageError(
      `--queue takes the number of a database after the port, or nothing: ${FORM}; got '${rest}'`,
    );
  }
  const username = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password) || (passwordElsewhere ?? '');
  return {
    // Brackets are the URL's way to write an IPv6 address.
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? PORT : Number(url.port),
    db: Number(database),
    ...(username === '' ? {} : { username }),
    ...(password === '' ? {} : { password }),
    isSecret: url.protocol === 'rediss:',
  };
}

/** An address in words, without its password. */
export function tellAddress({ host, port, db, isSecret }: Address): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `redis${isSecret ? 's' : ''}://${name}:${port}/${db}`;
}

/** Whatever stands before an @ may hold a password. */
function withoutPassword(text: string): string {
  return text.replace(/^(\w+:\/\/)?.*@/, '$1...@');
}
