import { Chalk } from 'chalk';

/** Colours where the terminal has them and the user has not said no (https://no-color.org). */
export const colour = new Chalk(process.env['NO_COLOR'] ? { level: 0 } : {});
