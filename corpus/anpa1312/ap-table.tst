s7284_-----
r s BC-Kites--Standings    08-18 0090
^BC-Kites--Standings<
^Kite Club Standings=
^All Times EDT=
^By The Associated Press=
^NORTH LEAGUE=
^^;W;L;Pct;GB
^Lake Town;23;13;.639;_
^Port Hill;19;21;.475;6{
	   Saturday's Matches
 
	   Lake Town 6, Port Hill 5
 

	   AP-WF-08-18-19 2017GMT<


