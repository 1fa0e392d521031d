% What Octave says of the signal that ends it goes nowhere.
printf("paused\n");
fflush(stdout);
while true
  pause(0.01);
end
