import { realmContract } from '../realm-contract.fixture.ts';
import { ChildRealm } from './child-realm.ts';
import { bareCommand } from './command.ts';

realmContract(
  'a child, with a realm shared until it is touched',
  (submission) => new ChildRealm(submission, 'when-touched', bareCommand()),
);
