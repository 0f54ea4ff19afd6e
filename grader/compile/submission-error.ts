/** A submission that cannot be run as it is; the message names file, line and reason. */
export class SubmissionError extends Error {}
