import type { CompiledSubmission } from '../../compile/compile.ts';
import { parseScripts, VmRealm, type RealmScripts } from '../vm-realm.ts';
import { BuiltIns } from './built-ins.ts';

/**
 * How far incarnations are kept apart: `when-touched` lets all of them live in one realm until somebody changes a
 * built-in object of it; `always` gives each a realm of its own.
 */
export type Isolate = 'always' | 'when-touched';

interface SharedRealm {
  readonly realm: VmRealm;
  readonly builtIns: BuiltIns;
}

/** Where the incarnations of one submission live, over all its runs in this process. */
export class Lodging {
  private readonly scripts: RealmScripts;
  private shared: SharedRealm | null = null;
  private isolate: Isolate;

  constructor(submission: Pick<CompiledSubmission, 'bridge' | 'code'>, isolate: Isolate) {
    this.scripts = parseScripts(submission);
    this.isolate = isolate;
  }

  /** A realm for an incarnation that starts now. */
  readonly realm = (): VmRealm => {
    if (this.isolate === 'always') return new VmRealm(this.scripts);
    if (this.shared === null) {
      const realm = new VmRealm(this.scripts);
      this.shared = { realm, builtIns: new BuiltIns(realm.context) };
    }
    return this.shared.realm;
  };

  /**
   * Whether what ran until now can be believed: nobody has changed what incarnations share. Otherwise each
   * of this submission's has a realm of its own from now on, and what ran has to be repeated.
   */
  isSound(): boolean {
    if (this.shared === null || this.shared.builtIns.areUntouched()) return true;
    this.isolate = 'always';
    this.shared = null;
    return false;
  }

  /** The next incarnations do not share a realm with those from before, which were stopped in mid-step. */
  leave(): void {
    this.shared = null;
  }
}
