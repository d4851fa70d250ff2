import { loadSettings } from '../../config/load.js';
import { checkout } from '../../toolchain/tools-directory.js';

/** The profiles of the repository, each as its file says. */
export const profiles = [
  ['local', loadSettings({ checkout, profile: 'local' })],
  ['production', loadSettings({ checkout, profile: 'production' })],
] as const;

/** The local profile with some settings changed. */
export const local = (overrides: Readonly<Record<string, unknown>> = {}) =>
  loadSettings({ checkout, profile: 'local', overrides });
