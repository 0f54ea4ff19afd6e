import { realmContract } from '../realm-contract.fixture.ts';
import { openPracticeRealm } from './practice-realm.ts';

realmContract('practice', openPracticeRealm);
