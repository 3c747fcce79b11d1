W7870_asian
r i BC-XX--Harbor-Lights 1stLd-Writethru   11-13 0066
^BC-XX--Harbor Lights, 1st Ld-Writethru,30<
^Harbor lights switched on early<
^AP Photo XYZ101, XYZ102<
^Eds: Updates with quotes.<
^By ANNA EXAMPLE=
^Associated Press=
	   SUVA, Fiji (AP) _ Lights came on early Wednesday along the whole harbor, an hour before the sun went down.
 
	   ``Lovely,'' said a sailor.
 

	   AP-WF-11-13-13 1509GMT<


