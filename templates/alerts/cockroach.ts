import type { Settings } from '../../config/schema.js';
import { cockroachLicenceAlerts } from './cockroach-licence.js';
import { cockroachNodeAlerts } from './cockroach-nodes.js';
import { cockroachSqlAlerts, cockroachSqlRecords } from './cockroach-sql.js';
import { cockroachStorageAlerts } from './cockroach-storage.js';
import type { RuleGroup } from './rule.js';

/** CockroachDB; the figures follow its own list of essential alerts, tightened where players would notice earlier. */
export function cockroachRules({ cockroach }: Settings): RuleGroup[] {
  return [
    { name: 'cockroach-nodes', records: [], alerts: cockroachNodeAlerts(cockroach) },
    { name: 'cockroach-storage', records: [], alerts: cockroachStorageAlerts() },
    { name: 'cockroach-sql', records: cockroachSqlRecords(), alerts: cockroachSqlAlerts(cockroach) },
    { name: 'cockroach-licence', records: [], alerts: cockroachLicenceAlerts(cockroach) },
  ];
}
