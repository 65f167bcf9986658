#!/usr/bin/env node
/** Entry of the command line: `npx atlas-privatelink`. */
import { runProgram } from '../cli/program.js';
import { endQuietlyWhenPipeCloses } from './options/quiet-pipe.js';

endQuietlyWhenPipeCloses();
process.exitCode = await runProgram(process.argv.slice(2));
