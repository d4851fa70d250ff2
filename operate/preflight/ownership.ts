/** Refuses containers of this stack's name that this checkout's Terraform state does not know: they are another checkout's, or the state is lost. */
export function ownershipFault(stack: string, containers: readonly string[], hasState: boolean): string | undefined {
  if (hasState || containers.length === 0) return undefined;
  return (
    `containers: ${containers.slice(0, 3).join(', ')}${containers.length > 3 ? ` and ${containers.length - 3} more` : ''} are there, and this ` +
    `checkout has no state of a stack ${stack}. Are they of another checkout, choose another name (--stack, or docker.stack in the profile); is ` +
    `the state lost, remove them: docker rm -f $(docker ps -aq --filter label=planetary.stack=${stack}). Volumes stay.`
  );
}
