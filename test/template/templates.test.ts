// The suites are in one file, so that the templates are written only once, which takes seconds.
import './rules-suite.js';
import './same-resources-suite.js';
import './deployed-suite.js';
import './documented-suite.js';
import './member-suite.js';
