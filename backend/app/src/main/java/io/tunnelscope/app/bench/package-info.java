/** Programs that measure the product on the machine they run on. Only Main knows them. */
package io.tunnelscope.app.bench;
