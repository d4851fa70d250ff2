/** A Date that nobody can change, so that all who read a value can be given the same. */
export class FixedDate extends Date {}

for (const name of Object.getOwnPropertyNames(Date.prototype))
  if (name.startsWith('set'))
    Object.defineProperty(FixedDate.prototype, name, {
      value: () => {
        throw new TypeError('a time that was read cannot be changed: change a copy, new Date(time)');
      },
    });
// As what it is shown.
Object.defineProperty(FixedDate, 'name', { value: 'Date' });

/** The same time, which cannot be changed; what is no Date, such as pg's infinity, stays what it is. */
export function fixedDate(time: Date): Date {
  return time instanceof Date ? new FixedDate(time) : time;
}
