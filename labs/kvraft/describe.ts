import type { Describe } from '../../harness/trace/story.ts';
import { describeRaft } from '../raft/describe.ts';

export const describeKv: Describe = describeRaft;
