import { graderFiles, script, type PackedFile } from './grader-files.ts';
import { settingsOf, type Manifest, type PackageRequest } from './manifest.ts';

/** Where the manifest is in a package. */
export const MANIFEST = 'splitbrain.json';

/** The files of the zip that Gradescope takes as an autograder. */
export function gradescopeFiles(request: PackageRequest, manifest: Manifest): PackedFile[] {
  const { course, secret } = request;
  return [
    { name: 'setup.sh', content: script('gradescope-setup.sh'), isProgram: true },
    { name: 'run_autograder', content: script('run_autograder'), isProgram: true },
    ...sharedFiles(course, secret, manifest),
    ...graderFiles('splitbrain'),
  ];
}

/** What every package of a course holds beside the grader and the platform's own script. */
export function sharedFiles(
  course: string,
  secret: string | null,
  manifest: Manifest,
): PackedFile[] {
  return [
    { name: 'settings.sh', content: settingsOf(manifest) },
    { name: 'course.yaml', content: course },
    ...(secret === null ? [] : [{ name: 'secret', content: secret }]),
    { name: MANIFEST, content: `${JSON.stringify(manifest, null, 2)}\n` },
  ];
}
