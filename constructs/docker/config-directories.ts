import type { Process } from '../workload.js';
import { contentHash } from '../content-hash.js';

export interface ConfigFile {
  /** Absolute path on the host. */
  readonly path: string;
  readonly content: string;
}

/**
 * Folders of config files, named by their content: a changed file gives another folder, so its container is replaced, and a
 * running container never sees a half-written or a newer file.
 */
export class ConfigDirectories {
  private readonly byPath = new Map<string, Process['files']>();

  constructor(private readonly root: string) {}

  add(owner: string, files: Process['files']): string {
    const directory = `${this.root}/config/${owner}/${contentHash(files)}`;
    this.byPath.set(directory, files);
    return directory;
  }

  files(): ConfigFile[] {
    return [...this.byPath].flatMap(([directory, files]) =>
      Object.entries(files).map(([name, content]) => ({ path: `${directory}/${name}`, content })),
    );
  }
}
