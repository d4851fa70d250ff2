/**
 * Kubernetes has no setting for the limit of open files: a container gets the runtime's. So a shell sets it, to the same number for
 * both limits as Docker does, or ends with the reason when the runtime's hard limit is lower; then it becomes the process.
 */
export function withOpenFiles(owner: string, openFiles: number | undefined, command: readonly string[]): string[] {
  return openFiles === undefined ? [...command] : ['/bin/sh', '-c', script(owner, openFiles), 'open-files', ...command];
}

function script(owner: string, openFiles: number): string {
  return [
    `(ulimit -n ${openFiles}) 2>/dev/null || {`,
    `  echo "${owner} needs ${openFiles} open files, this node's container runtime allows $(ulimit -Hn):` +
      ` raise the runtime's LimitNOFILE or lower the tier's openFiles" >&2`,
    '  exit 78',
    '}',
    `ulimit -n ${openFiles}`,
    'exec "$@"',
  ].join('\n');
}
