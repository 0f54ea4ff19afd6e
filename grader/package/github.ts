import { UsageError } from '../run/select.ts';
import { script, type PackedFile } from './grader-files.ts';
import { wallSecondsOf, type Manifest, type PackageRequest } from './manifest.ts';

/** `owner/repository@ref`: a commit, tag or branch with nothing in it that YAML or a shell would read otherwise. */
const SOURCE = /^([\w.-]+\/[\w.-]+)@([\w./-]+)$/;

/** Left of the job's time for what comes before and after grading. */
const JOB_MINUTES_MORE = 10;

/**
 * The files of a template repository of GitHub Classroom: the workflow and the course file. `source` is where the
 * workflow gets the grader, as `owner/repository@ref`. Throws `UsageError` when it is something else.
 */
export function githubFiles(
  { course }: PackageRequest,
  manifest: Manifest,
  source: string,
): PackedFile[] {
  const match = SOURCE.exec(source);
  if (match === null) {
    throw new UsageError(
      `--grader takes owner/repository@ref, where this program's repository is; got '${source}'`,
    );
  }
  const [, repository = '', ref = ''] = match;
  const values: Readonly<Record<string, string | number>> = {
    version: manifest.version,
    repository,
    ref,
    jobMinutes: manifest.minutes + JOB_MINUTES_MORE,
    wallSeconds: wallSecondsOf(manifest),
    limitSeconds: Math.ceil(manifest.limitSeconds),
    gradeOptions: manifest.gradeOptions,
  };
  const workflow = script('classroom.yml').replaceAll(/__(\w+?)__/g, (_, key: string) =>
    String(values[key]),
  );
  return [
    { name: '.github/workflows/classroom.yml', content: workflow },
    { name: '.github/splitbrain/course.yaml', content: course },
  ];
}
