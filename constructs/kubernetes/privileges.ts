/** Security context of every pod: one user that is not root and owns the group of volumes and secrets. */
export function podPrivileges(userId: number) {
  return {
    runAsNonRoot: true,
    runAsUser: String(userId),
    runAsGroup: String(userId),
    fsGroup: String(userId),
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** Security context of every container: what the pod security level `restricted` asks for, and a read-only root file system. */
export const containerPrivileges = {
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};
