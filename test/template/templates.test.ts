// One file, so that the templates are written once: that takes seconds.
import './rules-suite.js';
import './same-resources-suite.js';
import './deployed-suite.js';
import './documented-suite.js';
import './member-suite.js';
