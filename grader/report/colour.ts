import { Chalk } from 'chalk';

const isUnwanted = Boolean(process.env['NO_COLOR']) || process.argv.includes('--no-color');

/** Colours where the terminal has them and the user has not said no (https://no-color.org). */
export const colour = new Chalk(isUnwanted ? { level: 0 } : {});
