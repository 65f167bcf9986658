/** Reads the table of docs/command-line.md with the permissions of each command. */
import { documentText } from '../docs/documents.js';
import { onParameter, ParameterPath } from './called-actions.js';

export const COMMANDS = [
  'list',
  'describe',
  'watch',
  'link',
  'unlink',
  'reconcile',
  'redrive',
  'doctor',
  'members',
] as const;
export type CommandName = (typeof COMMANDS)[number];

export interface DocumentedPermission {
  readonly action: string;
  /** Path of parameters; undefined for other resources. */
  readonly path: string | undefined;
  readonly commands: readonly string[];
  /** Needed only with `--account`, for endpoints of a member. */
  readonly isOfMembers: boolean;
}

export function documentedPermissions(): DocumentedPermission[] {
  const [, table = ''] = documentText('docs/command-line.md').split('| actions | on | commands |\n');
  const rows = table.split('\n\n')[0]?.split('\n').slice(1) ?? [];
  return rows.flatMap((row) => {
    const [, actions = '', on = '', commands = ''] = row.split('|');
    const [path] = quoted(on).filter((name) => name.startsWith('/'));
    const isOfMembers = on.includes('`--account`');
    const of = commands.trim() === 'all' ? COMMANDS : quoted(commands);
    return quoted(actions).map((action) => ({ action, path, commands: of, isOfMembers }));
  });
}

/** Permissions in the form of `calledActions`. */
export function documentedFor(command: CommandName): string[] {
  const kinds = new Map(Object.entries(ParameterPath).map(([kind, path]) => [path as string, kind]));
  return documentedPermissions()
    .filter(({ commands }) => commands.includes(command))
    .map(({ action, path }) => (path === undefined ? action : onParameter(action, kinds.get(path) ?? path)));
}

function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}
