// Every behaviour of the shell; each improves HTML that already works.
import "./clock.js";
import "./age.js";
import "./countdown.js";
import "./confirm.js";
import "./undo.js";
import "./copy.js";
import "./keys.js";
import "./menu.js";
import "./once.js";
import "./big.js";
import "./flash.js";
import "./device.js";
import "./flash-send.js"; // after once.js, which lets a second tap do nothing
