/** Maximum length that is readable in a terminal; `--output json` has the whole text. */
const LIMIT = 160;

/**
 * Shortens a finding: without the failed call of Atlas, whose ids the reader knows, and with only the first sentences
 * that fit.
 */
export function shortMessage(text: string): string {
  const withoutCall = text.replace(
    /(?:\w*Error: )?\b(?:Create|Delete|GET|List|Read|Find|Update)\b[^:]*: (?=Atlas |no response)/i,
    '',
  );
  if (withoutCall.length <= LIMIT) return withoutCall;
  const whole = withoutCall.match(/.+?[.;](?=\s|$)/gs) ?? [];
  let short = '';
  for (const sentence of whole) {
    if ((short + sentence).length > LIMIT) break;
    short += sentence;
  }
  return short === '' ? `${withoutCall.slice(0, LIMIT - 1)}…` : short.trim();
}
