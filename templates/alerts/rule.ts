/** `critical`: players notice, act now; `warning`: act today; `info`: good to know; `none`: the watchdog, which always fires. */
export type Severity = 'critical' | 'warning' | 'info' | 'none';

export interface AlertRule {
  /** PascalCase, unique; its runbook is `docs/runbooks/<alert>.md`. */
  readonly alert: string;
  readonly expr: string;
  /** Time that the expression must hold, such as `5m`; `0s` fires at once. */
  readonly for: string;
  readonly severity: Severity;
  /** One line; may use `{{ $labels.x }}`. */
  readonly summary: string;
  /** What it means and what was measured; may use `{{ $value }}`. */
  readonly description: string;
}

export interface RecordingRule {
  /** `level:metric:operation`. */
  readonly record: string;
  readonly expr: string;
}

export interface RuleGroup {
  readonly name: string;
  readonly records: readonly RecordingRule[];
  readonly alerts: readonly AlertRule[];
}
