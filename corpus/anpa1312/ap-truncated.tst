W0410_asian
r e BC-EU--Tram Museum    05-03 0200
^BC-EU--Tram Museum,190<
^Tram museum opens at night<
	   VIENNA (AP) _ The tram museum will open at night, and its oldest tram wi