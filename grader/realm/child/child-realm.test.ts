import { realmContract } from '../realm-contract.fixture.ts';
import { ChildRealm } from './child-realm.ts';
import { bareCommand, confinement } from './confinement.ts';
import { SolitaryRealm } from './solitary-realm.ts';

realmContract(
  'a child, with a realm shared until it is touched',
  (submission) => new ChildRealm(submission, 'when-touched', bareCommand()),
);

realmContract(
  'a confined child, with a realm for each incarnation',
  (submission) => new ChildRealm(submission, 'always', confinement().command),
);

realmContract(
  'a child for each incarnation',
  (submission) => new SolitaryRealm(submission, bareCommand()),
);
