/** From which counters a task of characters is drawn. Each kind of draw counts from its own base, so that more drawings change no other draw. */
export const CLASS_DRAWS = 0;
export const DRAWING_DRAWS = 0x1_0000;
/** Apart from each other, of a task's classes. */
export const CLASS_STRIDE = 0x1000;
