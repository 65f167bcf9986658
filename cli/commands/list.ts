import type { Command } from 'commander';
import type { Runner } from '../command-context.js';
import { ExitCode } from '../exit-code.js';
import { type LinkRow, listLinks } from '../links/link-rows.js';
import { tableLines } from '../output/table.js';

const HEADER = ['ENDPOINT', 'PROJECT', 'SERVICE', 'ATLAS', 'EC2', 'REGISTRY', 'WARNINGS', 'NOTE'];

export function addListCommand(program: Command, run: Runner): void {
  program
    .command('list')
    .description('every link of the configured projects, those of other accounts too')
    .action(() =>
      run(async ({ output, connect }) => {
        const { rows, errors } = await listLinks(await connect());
        output.json(rows);
        if (rows.length === 0)
          output.line('No links, and no endpoints to the endpoint services of the projects.');
        else for (const line of tableLines(HEADER, rows.map(cellsOf))) output.line(line);
        for (const { message, advice } of errors) output.note(`${message} ${advice}`);
        return errors.length === 0 ? ExitCode.FINE : ExitCode.UNREACHABLE;
      }),
    );
}

function cellsOf(row: LinkRow): string[] {
  return [
    row.endpointId,
    row.projectId,
    row.endpointServiceId,
    row.atlasStatus || '-',
    row.ec2State || 'not seen',
    row.registryState || '-',
    row.warnings.join('+') || '-',
    row.note,
  ];
}
