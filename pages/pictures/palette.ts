/** Colours with enough contrast on the pictures' own background, which is light on any page. */
export const Colour = {
  PAPER: '#ffffff',
  FRAME: '#d0d7de',
  PANEL: '#f6f8fa',
  INK: '#1f2328',
  MUTED: '#57606a',
  LINE: '#6e7781',
  BLUE: '#0550ae',
  BLUE_FILL: '#ddf4ff',
  GREEN: '#116329',
  GREEN_FILL: '#dafbe1',
  RED: '#a40e26',
  RED_FILL: '#ffebe9',
  AMBER: '#7d4e00',
  AMBER_FILL: '#fff8c5',
  PURPLE: '#6639ba',
  PURPLE_FILL: '#fbefff',
} as const;

/** Colours of series in a graph, in CloudWatch's order. */
export const SERIES = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#c2459b'] as const;

export const SANS = "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";
export const MONO = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";
