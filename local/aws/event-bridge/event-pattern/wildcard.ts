import { PatternError } from './pattern-error.js';

/** `*` matches any text; `\*` and `\\` match the characters themselves. */
export function wildcardExpression(text: string, whole: unknown): RegExp {
  const parts = text.match(/\\[*\\]|[^\\]/gs) ?? [];
  if (parts.join('') !== text) throw new PatternError('Invalid escape character', whole);
  if (parts.some((part, index) => part === '*' && parts[index + 1] === '*'))
    throw new PatternError('Consecutive wildcard characters', whole);
  const source = parts.map((part) => (part === '*' ? '.*' : literal(part.replace(/^\\(.)/s, '$1')))).join('');
  return new RegExp(`^${source}$`, 's');
}

function literal(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
