import type { Settings } from '../../config/schema.js';
import type { AlertRule } from './rule.js';

const job = 'job="cockroachdb"';
const day = 86_400;

/** Dates that nobody may miss: licence, certificates, backups. */
export function cockroachLicenceAlerts({ nodes }: Settings['cockroach']): AlertRule[] {
  // A cluster of one node is never throttled.
  const missing: AlertRule = {
    alert: 'CockroachLicenseMissing',
    expr: `max(seconds_until_enterprise_license_expiry{${job}}) == 0`,
    for: '1h',
    severity: 'warning',
    summary: 'CockroachDB has no licence key',
    description: 'Seven days after its first start a cluster without a key is throttled to 5 open transactions.',
  };
  return [
    ...(nodes > 1 ? [missing] : []),
    {
      alert: 'CockroachLicenseExpiring',
      expr: `min(seconds_until_enterprise_license_expiry{${job}} > 0) < ${21 * day}`,
      for: '1h',
      severity: 'warning',
      summary: 'The licence of CockroachDB expires soon',
      description: 'It expires in {{ $value | humanizeDuration }}; a free or trial cluster is throttled afterwards.',
    },
    {
      alert: 'CockroachLicenseExpired',
      expr: `-min(seconds_until_enterprise_license_expiry{${job}}) > 0`,
      for: '5m',
      severity: 'critical',
      summary: 'The licence of CockroachDB has expired',
      description:
        'It did {{ $value | humanizeDuration }} ago; a trial is throttled 7 days after that, a free licence 30 days.',
    },
    {
      alert: 'CockroachCertificateExpiring',
      expr: `(security_certificate_expiration_node{${job}} > 0) - time() < ${21 * day}`,
      for: '1h',
      severity: 'critical',
      summary: 'The certificate of {{ $labels.instance }} expires soon',
      description: 'It expires in {{ $value | humanizeDuration }}; the other tiers’ certificates are of the same day.',
    },
    {
      alert: 'CertificateAuthorityExpiring',
      expr: `min((security_certificate_expiration_ca{${job}} > 0) - time()) < ${90 * day}`,
      for: '1h',
      severity: 'critical',
      summary: 'The certificate authority of the stack expires',
      description: 'It expires in {{ $value | humanizeDuration }}; every certificate of every tier ends with it.',
    },
    {
      alert: 'CockroachBackupFailed',
      expr: `sum(increase(schedules_BACKUP_failed{${job}}[1h])) > 0`,
      for: '0s',
      severity: 'critical',
      summary: 'A scheduled backup failed',
      description: '{{ $value | humanize }} failed in the last hour.',
    },
    {
      alert: 'CockroachBackupOld',
      expr: `time() - max(schedules_BACKUP_last_completed_time{${job}} > 0) > ${26 * 3_600}`,
      for: '5m',
      severity: 'critical',
      summary: 'The newest backup is old',
      description: 'It was made {{ $value | humanizeDuration }} ago; a loss of the cluster now loses that much.',
    },
  ];
}
