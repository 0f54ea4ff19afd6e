import { expect, test } from 'vitest';
import { RpcRoles } from './rpc-roles.ts';

const A = 0;

/** Roles as they are known after server A was elected, with `ask`, and has sent heartbeats with `beat`. */
function afterElection(ask: string, beat: string): RpcRoles {
  const roles = new RpcRoles();
  roles.asked(ask, false);
  roles.answered(A, ask);
  roles.observed(A, true);
  roles.asked(beat, true);
  roles.asked(beat, true);
  return roles;
}

test('the question whose answer makes a leader asks for a vote, whatever its name is', () => {
  const roles = afterElection('mayI', 'hello');
  expect(roles.of('mayI', '{}', false)).toBe('vote');
});

test('what leaders ask otherwise appends, also when a leader of old sends it', () => {
  const roles = afterElection('mayI', 'hello');
  expect(roles.of('hello', '{"log":["x1"]}', true)).toBe('append');
  expect(roles.of('hello', '{"log":["x1"]}', false)).toBe('append');
});

test("what holds the service's snapshot installs it, as JSON or as a text in JSON", () => {
  const roles = afterElection('mayI', 'hello');
  expect(roles.of('hello', '{"data":[12,"1f00c4"]}', true)).toBe('install');
  expect(roles.of('hello', JSON.stringify({ data: '[12,"1f00c4"]' }), true)).toBe('install');
  expect(roles.of('hello', '{"log":[[12,"x7"]]}', true)).toBe('append');
});

test('a question that comes before the vote is one of its own', () => {
  const roles = new RpcRoles();
  for (const kind of ['wouldYou', 'mayI']) {
    roles.asked(kind, false);
    roles.answered(A, kind);
  }
  roles.observed(A, true);
  expect(roles.of('wouldYou', '{}', false)).toBe('other');
  expect(roles.of('mayI', '{}', false)).toBe('vote');
});

test('where one kind serves all, it appends when its caller leads and asks for votes otherwise', () => {
  const roles = afterElection('tell', 'tell');
  expect(roles.of('tell', '[]', true)).toBe('append');
  expect(roles.of('tell', '[]', false)).toBe('vote');
});

test('nothing is known before the first election', () => {
  expect(new RpcRoles().of('requestVote', '{}', false)).toBe('other');
});
