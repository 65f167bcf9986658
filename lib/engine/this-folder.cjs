/**
 * Folder of this file. The package is CommonJS, and its sources run as ES modules in this repository: `import.meta` exists in
 * one of the two only, `__dirname` in the other. This file is CommonJS in both.
 */
module.exports = __dirname;
