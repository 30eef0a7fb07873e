/** The assignment <i>Registro distribuito</i>: {@link ipcgrade.reference.registro.Parent} tells the story. */
@NullMarked
package ipcgrade.reference.registro;

import org.jspecify.annotations.NullMarked;
