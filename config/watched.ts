/** Keys from the root to a setting. */
export type Path = readonly PropertyKey[];

/** The same settings. `read` is called whenever what is at one of `paths` is read, or all of a group around it. */
export function watched<T extends object>(settings: T, paths: readonly Path[], read: () => void): T {
  return new Proxy(settings, {
    get: (group, key) => {
      const below = paths.filter(([first]) => first === key).map(([, ...rest]) => rest);
      if (below.some(({ length }) => length === 0)) read();
      const value = Reflect.get(group, key) as unknown;
      return typeof value === 'object' && value !== null && below.length > 0 ? watched(value, below, read) : value;
    },
    ownKeys: (group) => {
      read();
      return Reflect.ownKeys(group);
    },
  });
}
