/**
 * How far the rotation of an authority or of passwords is. `overlap`: the next one counts beside the one in use. `switched`: the next one is
 * in use, and the previous one still counts. Undefined: there is one, and nothing under way.
 */
export type RotationStage = 'overlap' | 'switched' | undefined;
