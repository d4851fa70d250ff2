import type { Settings } from '../schema.js';

/** A limit across settings: the fault, with the keys and the sum, or nothing. */
export type Rule = (settings: Settings) => string | undefined;
