import { podName } from '../workload.js';
import { terraformText } from '../terraform-text.js';

/**
 * A text of command, args or env. Kubernetes replaces `$(NAME)` by any variable of the container and halves `$$`; here only the pod's
 * name is meant, so every other `$` is doubled.
 */
export function expandable(text: string): string {
  return terraformText(
    text
      .split(podName)
      .map((part) => part.replaceAll('$', (sign) => sign + sign))
      .join(podName),
  );
}

/**
 * A command of a probe, in which Kubernetes replaces nothing: where it has the pod's name, a shell puts it in from `POD_NAME`.
 */
export function probeCommand(command: readonly string[]): string[] {
  if (!command.some((word) => word.includes(podName))) return command.map(terraformText);
  return ['/bin/sh', '-c', terraformText(`exec ${command.map(shellWord).join(' ')}`)];
}

function shellWord(word: string): string {
  return word
    .split(podName)
    .map((part) => `'${part.replaceAll("'", `'\\''`)}'`)
    .join('"$POD_NAME"');
}
