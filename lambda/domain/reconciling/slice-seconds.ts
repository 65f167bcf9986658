/** A slice ends well before the function's time-out. */
export const SLICE_SECONDS = 90;
