import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTemplates } from '../../bin/template/write-templates.js';

let folder: string | undefined;

/** Folder with the templates and their functions, which is written once for all test files of a worker. */
export function templatesFolder(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'atlas-privatelink-templates-'));
    const written = folder;
    process.once('exit', () => rmSync(written, { recursive: true, force: true }));
    writeTemplates(folder);
  }
  return folder;
}

/** Values of the parameters without a default, and one that selects endpoints. */
export const GIVEN = {
  ProjectIds: '6a793f63c0eb9e7a177153f5',
  SecretArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:atlas/automation-A1b2C3',
};
export const SELECTED = { ...GIVEN, SelectTagKey: 'atlas' };
