/** Input series of promtool: selector → values, such as `0+1x10`. */
export type Series = Readonly<Record<string, string>>;

/** One state of the world in which an alert fires, and one as close as sensible in which it does not. */
export interface AlertCase {
  readonly alert: string;
  /** When both are looked at, such as `10m`. */
  readonly at: string;
  /** Time between two values of a series, `1m` by default; with `5m`, for cases that take hours, rules are evaluated as seldom. */
  readonly step?: '5m';
  readonly fires: Series;
  /** Labels of the alert that fires, but for its severity. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What `$value` looks like in the description, formatted. */
  readonly shows?: string;
  readonly quiet: Series;
}
