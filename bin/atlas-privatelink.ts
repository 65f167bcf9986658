#!/usr/bin/env node
/** The command line: `npx atlas-privatelink`. */
import { runProgram } from '../cli/program.js';

// Whoever reads the output has seen enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runProgram(process.argv.slice(2));
