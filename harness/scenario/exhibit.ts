/**
 * A wrong solution that shows in one run what a part of a lab is about. It stands in a folder of its own,
 * `labs/<lab>/exhibits/<name>/exhibit.ts`, beside the student's files that are wrong.
 */
export interface Exhibit {
  /** Part of the lab, such as '2C'. */
  readonly part: string;
  readonly title: string;
  /** What readers are to guess before they see the run. */
  readonly question: string;
  /** The wrong lines: so many of a file beside the exhibit, from the one line that holds this text. */
  readonly lines: { readonly file: string; readonly from: string; readonly count: number };
  /** The run that shows it. */
  readonly scenario: string;
  readonly seed: number;
  /** The promise that the run breaks, by its name; or how it ends in another way. */
  readonly breaks: string;
  readonly answer: string;
}
