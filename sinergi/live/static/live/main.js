// What every signed-in page does with the stream.
import "./connection.js";
import "./fresh.js";
import "./alarm.js";
import "./title.js";
import "./foot.js";
import "./silent.js";
import "./soundtest.js";
import "./stream.js";
