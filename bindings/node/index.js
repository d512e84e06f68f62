'use strict';
module.exports = { ...require('./error.js'), raw: require('./raw.js') };
