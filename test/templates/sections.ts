/** The lines of one section of a haproxy.cfg, without their indentation. Throws when there is none of that head. */
export function linesOf(cfg: string, head: string): string[] {
  const lines = cfg.split('\n');
  const start = lines.indexOf(head);
  if (start < 0) throw new Error(`no section ${head} in\n${cfg}`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith(' '));
  return lines.slice(start + 1, end).map((line) => line.trim());
}
