/** Takes one line for the user about a step that takes time. */
export type Report = (line: string) => void;
