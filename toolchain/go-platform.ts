/**
 * Operating system and architecture in Go's words, as Terraform names provider packages: `linux_amd64`.
 *
 * @throws Error on a platform that the tools are not built for.
 */
export function goPlatform(platform: string = process.platform, architecture: string = process.arch): string {
  const os = { linux: 'linux', darwin: 'darwin' }[platform];
  const arch = { x64: 'amd64', arm64: 'arm64' }[architecture];
  if (os === undefined || arch === undefined) {
    throw new Error(`${platform} on ${architecture} is not supported; allowed are linux and darwin on x64 and arm64`);
  }
  return `${os}_${arch}`;
}
